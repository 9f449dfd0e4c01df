"""Who and what there is in a workspace, as Slack tells: people, channels, links, text. Asks Slack, stores nothing."""
