import Billing

/// The form of what a request asks for: the data's fields besides those that every request may have
/// (``RequestAttributes``).
protocol RequestForm: ObjectForm, Sendable where Value: Request {}
