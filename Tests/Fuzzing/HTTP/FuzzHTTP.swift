import Fuzzing

/// What libFuzzer calls; see `compose/fuzz.sh`.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  Fuzzing.call(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}
