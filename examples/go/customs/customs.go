// Package customs writes the declarations that leave the country with a parcel.
package customs

import (
	"fmt"
	"strings"
	"unicode"

	"example.com/parcelkit/internal/postcode"
	"example.com/parcelkit/parcel"
)

// Item is one line of a declaration; its value is in cents.
type Item struct {
	Text  string
	Count int
	Value int
}

func formatPostcode(raw string) string {
	var letters []rune
	for _, c := range strings.ToUpper(raw) {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			letters = append(letters, c)
		}
	}
	if len(letters) <= 3 {
		return string(letters)
	}
	end := len(letters) - 3
	return string(letters[:end]) + " " + string(letters[end:])
}

// Needed tells whether a parcel from London is declared: abroad always, within the country to Northern Ireland.
func Needed(to parcel.Address) bool {
	return !strings.EqualFold(to.Country, "GB") || postcode.Area(formatPostcode(to.Postcode)) == "BT"
}

// Declaration is the text of a form CN 22.
func Declaration(to parcel.Address, items []Item) string {
	var b strings.Builder
	fmt.Fprintf(&b, "CN 22 to %s, %s\n", strings.ToUpper(to.Country), formatPostcode(to.Postcode))
	total := 0
	for _, item := range items {
		total += item.Count * item.Value
		fmt.Fprintf(&b, "%d x %s %s\n", item.Count, item.Text, euros(item.Value))
	}
	fmt.Fprintf(&b, "total %s\n", euros(total))
	return b.String()
}

func euros(cents int) string {
	return fmt.Sprintf("%d.%02d EUR", cents/100, cents%100)
}
