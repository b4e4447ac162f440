"""The checks of the sample: every kind of object, outcome and status, and a figure."""

import math

from tests.ledger.sample_parts import (
    Data,
    bound,
    check,
    curve,
    exact,
    formula,
    found,
    listed,
    pairs,
    right,
    table,
    wrong,
)


def escape_figure() -> Data:
    eps = [0.0125, 0.025, 0.05, 0.1, 0.2]
    ratio = [1.0200, 1.0434, 1.1066, 1.2243, 1.31]
    times = [i / 2 for i in range(1, 60)]
    return {
        "name": "escape-over-formula",
        "title": "Escape time over the formula",
        "description": r"The quotient falls to 1 as $\varepsilon\to 0$, "
        r"along $1+\frac32\varepsilon$; at $\varepsilon=0.2$ it is 1.31.",
        "panels": [
            {
                "title": r"double well, $H=\frac14$",
                "xlabel": r"$\varepsilon$",
                "ylabel": "exact / formula",
                "log": "x",
                "curves": [
                    curve("enclosed", eps, ratio, 0.004),
                    curve(r"$1+\frac{3}{2}\varepsilon$", eps, [1 + 1.5 * e for e in eps]),
                ],
            },
            {
                "title": "probability not to have escaped",
                "xlabel": "time",
                "ylabel": "P(no escape by t)",
                "log": "y",
                "curves": [
                    *(
                        curve("replicas", times, [math.exp(-t / (8 + k)) for t in times], faint=True)
                        for k in range(4)
                    ),
                    curve("mean", times, [math.exp(-t / 9.5) for t in times], 0.08),
                ],
            },
        ],
    }


def checks() -> Data:
    scales = ("1/20", "1/40", "1/80")
    ratios = [("1.10659", "1.10661"), ("1.04339", "1.04341"), ("1.01999", "1.02001")]
    quotients = pairs(*((x, bound(*ends)) for x, ends in zip(scales, ratios, strict=True)))
    ones = pairs(*((x, bound("1", "1", "symbolic")) for x in scales))
    return {
        "derivations.fokker_planck:density_solves_the_fokker_planck_equation": check(
            found(
                "supports",
                "symbolic",
                r"$\partial_t p$ from Itô's formula, for a generic loss $L$, "
                "against the right side of (2.5).",
                "equal as expressions",
                formula(
                    r"p{\left(w,t \right)} \frac{d^{2}}{d w^{2}} L{\left(w \right)} "
                    r"+ \frac{d}{d w} L{\left(w \right)} \frac{\partial}{\partial w} p{\left(w,t \right)} "
                    r"+ \frac{\beta \gamma}{2 M} \frac{\partial^{2}}{\partial w^{2}} p{\left(w,t \right)}"
                ),
                formula(
                    r"\frac{\partial}{\partial w}\left(p \frac{d L}{d w} "
                    r"+ \frac{\beta\gamma}{2M}\frac{\partial p}{\partial w}\right)"
                ),
                controls=[
                    wrong(
                        "sign of the drift",
                        formula(r"-\partial_w (p L') + \frac{\beta\gamma}{2M}\partial_w^2 p"),
                    ),
                    wrong(
                        "without one half",
                        formula(r"\partial_w (p L') + \frac{\beta\gamma}{M}\partial_w^2 p"),
                    ),
                ],
            ),
            "derivations/fokker_planck.py:88",
        ),
        "numerics.line.escape:printed_formula_holds_in_two_dimensions": check(
            found(
                "refutes",
                "enclosed",
                r"The mean time from one well of $(x^2-1)^2/4+(y-x)^2/2$ to the other, "
                r" between capacity bounds, over the printed formula with $\lambda^*=1$.",
                "|measured/predicted − 1| ≤ 4·x at every x",
                quotients,
                pairs(
                    *(
                        (x, bound("1.618033988", "1.618033989", "enclosed", r"\frac{2}{\sqrt5-1}"))
                        for x in scales
                    )
                ),
                controls=[
                    right("with the negative eigenvalue", ones),
                    wrong(
                        "determinants exchanged", pairs(*((x, bound("2", "2", "symbolic")) for x in scales))
                    ),
                ],
            ),
            "numerics/line/escape.py:120",
        ),
        "numerics.line.escape:escape_time_over_formula_tends_to_one": check(
            found(
                "supports",
                "enclosed",
                "Mean escape time by ball arithmetic, over the Eyring–Kramers formula.",
                "|measured/predicted − 1| ≤ 3·x at every x",
                quotients,
                ones,
                of="corrected",
                controls=[
                    *(
                        wrong(name, pairs(*((x, bound(v, v, "symbolic")) for x in scales)))
                        for name, v in [
                            (r"$\pi$ for $2\pi$", "0.5"),
                            ("no square root", "1.41"),
                            (r"$e^{4MH/\gamma\beta}$", "148"),
                            (r"$\lambda^*$ squared", "1.5"),
                            ("sum of determinants", "3"),
                            ("sharp for flat", "0.7"),
                        ]
                    ),
                    right(
                        "with the next order",
                        pairs(
                            *(
                                (x, bound(f"{1 + 1.5 * v:.5f}", f"{1 + 1.5 * v:.5f}", "symbolic"))
                                for x, v in zip(scales, (0.05, 0.025, 0.0125), strict=True)
                            )
                        ),
                    ),
                ],
                figures=[escape_figure()],
            ),
            "numerics/line/escape.py:161",
        ),
        "numerics.line.escape:mean_escape_time_at_twenty": check(
            found(
                "supports",
                "enclosed",
                r"The mean time from $-1$ to $1$ at $\eta=20$.",
                "measured/predicted within 1 ± 0.12",
                bound("729.670654", "729.670728", method="Arb, 128 bits"),
                bound("659.3911", "659.3912", form=r"\sqrt{2}\,\pi\, e^{5}"),
                of="corrected",
                controls=[
                    wrong("half", bound("329.69", "329.70")),
                    wrong("twice", bound("1318.7", "1318.8")),
                ],
            ),
            "numerics/line/escape.py:185",
        ),
        "derivations.kramers:a_point_is_reached": check(
            found(
                "refutes",
                "symbolic",
                r"The mean time to reach a ball of radius $\delta$ in the plane, as $\delta\to 0$.",
                "measured = predicted, exactly",
                formula(r"\lim_{\delta \to 0^+} \log\frac{1}{\delta} = \infty"),
                exact("finite"),
                controls=[right("infinite", exact("infinite"))],
            ),
            "derivations/kramers.py:70",
        ),
        "nn_experiments.findings.norms:sharpness_grows_with_the_batch": check(
            found(
                "inconclusive",
                "empirical",
                "Determinants of the Hessian over 12 seeds, by batch size.",
                "in this order, largest first",
                table(
                    **{
                        "M = 32": bound("0.8", "1.9", "empirical"),
                        "M = 128": bound("1.1", "2.6", "empirical"),
                        "M = 512": bound("-0.2", "3.9", "empirical"),
                    }
                ),
                listed(exact("M = 512"), exact("M = 128"), exact("M = 32")),
                controls=[
                    wrong(
                        "in the opposite order",
                        listed(exact("M = 32"), exact("M = 128"), exact("M = 512")),
                        "inconclusive",
                    )
                ],
                has_teeth=False,
            ),
            "nn_experiments/findings/norms.py:40",
        ),
        "derivations.gibbs:flux_of_gibbs_density_vanishes": check(
            found(
                "supports",
                "symbolic",
                "The probability flux of $e^{-\\eta L}$.",
                "equal as expressions",
                exact("0"),
                exact("0"),
                controls=[wrong("half the temperature", formula(r"-\tfrac12 L'(w) e^{-\eta L(w)/2}"))],
            ),
            "derivations/gibbs.py:33",
        ),
        "numerics.evolution:decay_is_exponential": check(
            None, "numerics/evolution.py:77", "broke", "ValueError: h = 0.0 is not positive (grid, line 41)"
        ),
        "numerics.splitting:rare_events_agree": check(
            None, "numerics/splitting.py:10", "timed out", "stopped after 120 s"
        ),
        "nn_experiments.findings.norms:escape_on_mnist": check(
            None, "nn_experiments/findings/norms.py:99", "not run", "slow; run with --slow"
        ),
    }
