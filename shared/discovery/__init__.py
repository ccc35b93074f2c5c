"""How clients find a server on their network by themselves; PROTOCOL section 5."""
