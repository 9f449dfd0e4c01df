"""Installing the app in many workspaces by OAuth, and the tokens that this brings."""
