extension Decision {
  /// Takes over what the taxes of its documents are from, and what is waited for.
  mutating func take(_ taxes: TaxesInProgress) {
    effects.taxes = taxes.effects
    taxesAwaited = taxes.awaited
    taxesEstimated = taxes.estimatedCount
    if let warning = taxes.warning { warnings.append(warning) }
  }
}
