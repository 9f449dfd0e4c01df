"""Where the app is installed, and the tokens for that: of all workspaces, since it is by these that one is found."""
