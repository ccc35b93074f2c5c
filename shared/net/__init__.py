"""The only place that does input and output on the network: sockets, the wake-up, addresses."""
