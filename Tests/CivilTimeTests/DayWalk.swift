/// A slow calendar: it only knows how to go to the next day.
struct DayWalk {
  private(set) var year = 1970
  private(set) var month = 1
  private(set) var day = 1
  private(set) var number: Int32 = 0
  private(set) var dayOfWeek = 4

  var lengthOfMonth: Int {
    let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  mutating func forward() {
    number += 1
    dayOfWeek = dayOfWeek == 7 ? 1 : dayOfWeek + 1
    day += 1
    guard day > lengthOfMonth else { return }
    day = 1
    month += 1
    guard month > 12 else { return }
    month = 1
    year += 1
  }

  mutating func backward() {
    number -= 1
    dayOfWeek = dayOfWeek == 1 ? 7 : dayOfWeek - 1
    day -= 1
    guard day == 0 else { return }
    month -= 1
    if month == 0 {
      month = 12
      year -= 1
    }
    day = lengthOfMonth
  }
}
