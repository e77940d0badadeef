"""What the trainings of the metrics' networks share: demo sizes, inputs, labels, the loop, what ships."""
