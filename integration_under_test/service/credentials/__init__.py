"""What proves who somebody is: tokens that go out and come in, signatures, certificates."""
