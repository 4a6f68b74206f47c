import CCurl

/// The library cannot do what it is asked for: memory, or an option that it does not know.
struct CurlFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  /// - Throws: what the code says, when it says anything but success.
  static func check(_ code: CURLcode) throws(CurlFailure) {
    guard code != CURLE_OK else { return }
    throw CurlFailure(words(code))
  }

  /// The library's words for a code.
  static func words(_ code: CURLcode) -> String {
    guard let words = unsafe curl_easy_strerror(code) else { return "error \(code.rawValue)" }
    return unsafe String(cString: words)
  }
}
