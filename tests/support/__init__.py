"""What several tests share: bad networks, pairs of peers, playbooks."""
