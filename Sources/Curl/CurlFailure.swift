package import CCurl

/// The library cannot do what it is asked for: memory, or an option that it does not know.
package struct CurlFailure: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }

  /// - Throws: what the code says, when it says anything but success.
  package static func check(_ code: CURLcode) throws(CurlFailure) {
    guard code != CURLE_OK else { return }
    throw CurlFailure(words(code))
  }

  /// The library's words for a code.
  package static func words(_ code: CURLcode) -> String {
    guard let words = unsafe curl_easy_strerror(code) else { return "error \(code.rawValue)" }
    return unsafe String(cString: words)
  }
}
