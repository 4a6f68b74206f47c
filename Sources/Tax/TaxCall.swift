/// What a call came to after its tries.
enum TaxCall {
  /// 2xx.
  case answered([UInt8])
  /// Any other 4xx, with its status.
  case refused(TaxRefusal, status: Int)
  case invalid(reason: String)
  case away(reason: String)
}
