"""What the help says of each command in a few words, and an example of it.

## Main definitions
* `GISTS`: command -> what it does, for the list of commands.
* `EXAMPLES`: command -> a line that runs, below its options.      * `epilogue`: as click prints it.
"""

GISTS = {
    "verify": "Run the checks, judge the claims, write the report.",
    "claims": "List the claims: id, expected verdict, where.",
    "report": "Write the report of an evidence file again.",
    "escape": "How long does SGD stay in this minimum of my loss?",
    "stationary": "Where is SGD in the long run, and how likely?",
    "explore": "Write an interactive page on all of this.",
    "train": "Train the network of Section 3, keep its curves.",
    "curvature": "Measure the Hessians of the nets of a run.",
}

EXAMPLES = {
    "verify": ("sgd-theorems verify thm-2.2-core", "sgd-theorems verify 'app-E-*' thm-2.4 --out run/part"),
    "claims": ("sgd-theorems claims thm-2.2",),
    "report": ("sgd-theorems report run/evidence.json --out run/again",),
    "explore": (
        "sgd-theorems explore",
        "sgd-theorems explore '(w**2-1)**2/4 + w**3/10' --start -1 --target 0.9 --out mine.html",
    ),
    "train": ("sgd-theorems train --pairs '0.1,128;0.2,256' --seeds 5 --epochs 20 --out curves",),
    "curvature": ("sgd-theorems curvature curves --probes 200 --noise",),
}


def epilogue(lines: tuple[str, ...]) -> str:
    """The lines as they are, not filled."""
    return "\b\n" + "\n".join(lines)
