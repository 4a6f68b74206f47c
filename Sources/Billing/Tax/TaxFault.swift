/// Why no rate can be taken.
struct TaxFault: Error, Hashable {
  let code: ErrorCode
  let message: String
}
