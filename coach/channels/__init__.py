"""Ways to reach a person. Each is a folder of its own; ``notes`` on the opportunity's record are the first."""
