// Package tracking reads and checks tracking numbers.
package tracking

import (
	"strings"
	"unicode"
)

// Format writes a tracking number in capitals, with one space before its last four characters.
func Format(raw string) string {
	var kept []rune
	for _, r := range strings.ToUpper(raw) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			kept = append(kept, r)
		}
	}
	if len(kept) <= 4 {
		return string(kept)
	}
	cut := len(kept) - 4
	return string(kept[:cut]) + " " + string(kept[cut:])
}

// weights of the digits of an S10 number, as the postal union defines them.
var weights = [8]int{8, 6, 4, 2, 3, 5, 9, 7}

// Valid tells whether a number in the form of S10 (`RR473124829GB`) has the right check digit.
func Valid(number string) bool {
	if len(number) != 13 {
		return false
	}
	sum := 0
	for i, weight := range weights {
		digit := number[2+i]
		if digit < '0' || digit > '9' {
			return false
		}
		sum += weight * int(digit-'0')
	}
	check := 11 - sum%11
	switch check {
	case 10:
		check = 0
	case 11:
		check = 5
	}
	return number[10] == byte('0'+check)
}
