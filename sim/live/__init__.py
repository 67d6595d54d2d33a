"""Real sockets: systems as servers on the wall clock."""
