import Testing

/// Everything here harms servers that have a load on them, so nothing of it runs beside anything else of it.
@Suite(.serialized) enum Chaos {}
