import CCurl
import Curl

/// The library's handle for many transfers at a time.
///
/// Unchecked, because the library lets one thread at a time use such a handle, but for `curl_multi_wakeup`, which any thread may
/// call at any time (curl_multi_wakeup(3)): ``wake()`` is the one call that other threads than the client's own make, and who
/// makes it holds a reference, so that the handle is not freed meanwhile.
@safe final class MultiHandle: @unchecked Sendable {
  private let handle: UnsafeMutableRawPointer

  init(connections: Int) throws(CurlFailure) {
    try CurlLibrary.start()
    guard let handle = unsafe curl_multi_init() else { throw CurlFailure("no memory") }
    unsafe self.handle = handle
    try Self.check(
      unsafe iw_curl_multi_set_number(handle, CURLMOPT_MAXCONNECTS, max(1, connections)))
  }

  /// By then no transfer is added: the client's thread has ended, or was never started.
  deinit { unsafe curl_multi_cleanup(handle) }

  private static func check(_ code: CURLMcode) throws(CurlFailure) {
    guard code != CURLM_OK else { return }
    guard let words = unsafe curl_multi_strerror(code) else {
      throw CurlFailure("error \(code.rawValue)")
    }
    throw CurlFailure(unsafe String(cString: words))
  }

  func wake() { _ = unsafe curl_multi_wakeup(handle) }

  // MARK: For the client's own thread

  func add(_ transfer: Transfer) throws(CurlFailure) {
    try Self.check(unsafe curl_multi_add_handle(handle, transfer.handle))
  }

  /// Breaks off the transfer, if it has not ended.
  func remove(_ transfer: Transfer) { _ = unsafe curl_multi_remove_handle(handle, transfer.handle) }

  /// Goes on with whatever can be gone on with.
  func perform() throws(CurlFailure) {
    var running: Int32 = 0
    try Self.check(unsafe curl_multi_perform(handle, &running))
  }

  /// Waits until there is something to do, or something to start; at most so long.
  func wait(milliseconds: Int32) throws(CurlFailure) {
    try Self.check(unsafe curl_multi_poll(handle, nil, 0, milliseconds, nil))
  }

  /// A transfer that has ended and was not told of before.
  func nextEnded() -> (id: Transfer.ID, code: CURLcode)? {
    var left: Int32 = 0
    while let message = unsafe curl_multi_info_read(handle, &left) {
      guard unsafe message.pointee.msg == CURLMSG_DONE,
        let ended = unsafe message.pointee.easy_handle
      else { continue }
      return unsafe (Int(bitPattern: ended), iw_curl_message_result(message))
    }
    return nil
  }
}
