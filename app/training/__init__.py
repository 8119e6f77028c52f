"""Practice for operators: a simulated citizen plays the town's scripted conversations."""
