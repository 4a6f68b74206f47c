extension Int {
  /// The quotient rounded towards −∞, as counting periods and days before a start needs it. The divisor is positive.
  package func flooredQuotient(by divisor: Int) -> Int {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
