"""Edge to the model: prompts, schemas, chains, and the offline analyst beside them.

What is said to a model stands in prompts/; what counts of its answer is decided in bot/domain.
"""
