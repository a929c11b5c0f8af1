"""The types that every stage takes and gives: plain frozen data, no behaviour."""

LABELS = ("entailment", "neutral", "contradiction")
"""What a natural language inference model says of a premise and a hypothesis, in the order of its columns."""
