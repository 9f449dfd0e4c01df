"""The whole app, driven from outside over real sockets."""
