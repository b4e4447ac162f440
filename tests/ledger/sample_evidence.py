"""An evidence file in miniature: every verdict, status, kind of object and a figure."""

from tests.ledger.sample_checks import checks as sample_checks
from tests.ledger.sample_parts import Data, claim

PREFACTOR = (
    r"\frac{2\pi}{\lambda^*}\sqrt{\frac{\left|\det\nabla^2 L(w^*)\right|}{\det\nabla^2 L(\check w_1)}}"
    r"\,e^{H/\varepsilon}"
)


def _claims() -> list[Data]:
    experiments = "3 Numerical Experiments"
    return [
        claim(
            "lemma-2.1",
            "Lemma 2.1",
            r"The density $p(w,t)$ of $W(t)$ satisfies "
            r"$$\partial_t p=\nabla\cdot\Big(p\nabla L+\tfrac{\gamma(t)\beta(w)}{2M(t)}\nabla p\Big).$$",
            "holds",
            section="2.1 Stochastic differential equation for SGD",
            checks=["derivations.fokker_planck:density_solves_the_fokker_planck_equation"],
        ),
        claim(
            "eq-2.1-sgd",
            "Equation (2.1)",
            r"$w_{k+1}=w_k-\frac{\gamma_k}{M_k}\sum_{n\in B_k}\nabla L_n(w_k)$",
            "undecided",
            "definition",
            section="2.1 Stochastic differential equation for SGD",
            status="not checked",
            reason="A definition: there is nothing that could be false.",
        ),
        claim(
            "thm-2.2-core",
            "Theorem 2.2",
            rf"$$\mathbb{{E}}\tau={PREFACTOR.replace('varepsilon', 'epsilon')}"
            r"\Big\{1+O\big(\sqrt{\epsilon}\log(\epsilon^{-1})\big)\Big\}$$",
            "holds when corrected",
            "missing hypothesis",
            checks=[
                "numerics.line.escape:printed_formula_holds_in_two_dimensions",
                "numerics.line.escape:escape_time_over_formula_tends_to_one",
                "numerics.line.escape:mean_escape_time_at_twenty",
            ],
            needs=["lemma-2.1", "s2.2-H"],
            corrected=r"Let $\gamma,M,\beta$ be constant, $\varepsilon=\gamma\beta/(2M)\to 0$, $L\in C^4$ "
            r"with nondegenerate critical points, and let every minimum outside of the target lie above "
            r"$L(\check w_1)$. Then "
            rf"$$\mathbb{{E}}_{{\check w_1}}\tau_B={PREFACTOR}\,\big(1+O(\varepsilon)\big).$$",
            note=r"The printed line has no hypothesis on other wells; "
            r"a deeper well on the far side makes the mean larger by $e^{\Delta/\varepsilon}$.",
        ),
        claim(
            "thm-2.2-point-target",
            "Theorem 2.2, “from $\\check w_1$ to $\\check w_2$”",
            r"the transition time from $\check w_1$ to $\check w_2$ is finite",
            "fails",
            "error",
            checks=["derivations.kramers:a_point_is_reached"],
            needs=["thm-2.2-core"],
            note=r"For $d\ge 2$ a point is never reached: "
            r"$\mathbb{E}\tau_{B_\delta}=\log(1/\delta)\to\infty$.",
        ),
        claim(
            "thm-2.2-decay",
            "Theorem 2.2, remark",
            r"the law of $\tau$ decays exponentially",
            "undecided",
            status="broke",
            expect="holds",
            checks=["numerics.evolution:decay_is_exponential"],
            needs=["thm-2.2-core"],
        ),
        claim(
            "s2.2-rare",
            "Section 2.2",
            "rare events are rare",
            "undecided",
            status="timed out",
            expect="holds",
            checks=["numerics.splitting:rare_events_agree"],
        ),
        claim(
            "lemma-2.3",
            "Lemma 2.3",
            r"$p_\infty=\kappa e^{-\eta L}$ is stationary",
            "holds",
            status="failed",
            expect="holds when corrected",
            section="2.3 KMNST hypothesis in the asymptotic regime",
            corrected=r"for $|\nabla L|$ bounded",
            checks=["derivations.gibbs:flux_of_gibbs_density_vanishes"],
            needs=["lemma-2.1"],
        ),
        claim(
            "exp-sharp",
            "Figure 3",
            "larger batches give sharper minima",
            "undecided",
            "empirical",
            section=experiments,
            expect="undecided",
            checks=["nn_experiments.findings.norms:sharpness_grows_with_the_batch"],
            note="Twelve seeds do not separate the batch sizes.",
        ),
        claim(
            "exp-mnist",
            "Figure 4",
            "on MNIST the escape is slower for larger batches",
            "undecided",
            "empirical",
            section=experiments,
            expect="holds",
            status="not run",
            checks=["nn_experiments.findings.norms:escape_on_mnist"],
        ),
    ]


def sample() -> Data:
    """The evidence file's content."""
    claims, checks = _claims(), sample_checks()
    for row in claims:
        for name in row["checks"]:
            checks[name]["needed_by"].append(row["id"])
    return {
        "schema": 1,
        "paper": {
            "title": "Towards Theoretical Understanding of Large Batch Training "
            "in Stochastic Gradient Descent",
            "authors": "Xiaowu Dai and Yuhua Zhu",
            "year": 2018,
            "source": "arXiv:1812.00542",
        },
        "setting": {"seed": 2018, "data": "", "slow": False},
        "provenance": {
            "suite": "0.1.0",
            "commit": "abc1234",
            "python": "3.11.7",
            "system": "Linux-6.1-x86_64",
            "processor": "A processor",
            "cores": 2,
            "versions": {"sympy": "1.14.0", "python-flint": "0.9.0", "numpy": "2.4.0"},
        },
        "claims": claims,
        "checks": checks,
        "times": {
            "started": "2026-01-02T03:04:05+00:00",
            "workers": 2,
            "seconds": {name: 0.25 * n for n, name in enumerate(checks)},
        },
    }
