"""Pictures of the answers, for people: matplotlib draws what the numbers say."""
