"""Ways to reach a person, one folder each. Each is ``declared``, and ``registry`` lists them all."""
