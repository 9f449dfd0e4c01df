"""Edge to the model: prompts, schemas, chains, and the offline analyst beside them."""
