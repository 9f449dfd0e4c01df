"""A plan that is worked: asked for, handed out, moved, brought to mind. The rules stand in bot/domain/actions."""
