"""What a benchmark found beside its own time (ratios, errors) is printed below pytest-benchmark's table."""


def pytest_terminal_summary(terminalreporter, config):
    session = getattr(config, "_benchmarksession", None)
    found = [bench for bench in session.benchmarks if bench.extra_info] if session else []
    if found:
        terminalreporter.section("benchmarks: what was found")
    for bench in found:
        terminalreporter.write_line(bench.name, bold=True)
        for what, value in bench.extra_info.items():
            shown = f"{value:.4g}" if isinstance(value, float) else value
            terminalreporter.write_line(f"  {what}: {shown}")
