"""What keeps a service safe: seals on what it stores, bounds on what comes in, who may steer it."""
