"""How long does SGD stay in a minimum of the user's own loss, a Python callable, and how sure is that?"""
