"""The experiment of Section 3, with the statistics that it lacks."""
