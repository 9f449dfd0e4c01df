"""What a plan holds beside its actions, put together from an assessment: limits, tables, risks, questions."""
