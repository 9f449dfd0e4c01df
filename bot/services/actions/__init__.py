"""A plan that is worked: asked for, handed out, moved, brought to mind."""
