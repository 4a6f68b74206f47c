import CCurl

/// What the process has to do before anything else of the library's, whichever protocol it speaks.
package enum CurlLibrary {
  /// Once, and by one thread: Swift promises both for a constant.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  package static func start() throws(CurlFailure) {
    guard isReady else { throw CurlFailure("libcurl could not be started") }
  }
}
