// Package quote says what a parcel costs.
package quote

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"example.com/parcelkit/internal/postcode"
	"example.com/parcelkit/parcel"
)

// ErrTooBig is returned for parcels that no van takes.
var ErrTooBig = errors.New("quote: too big")

const maxGirth = 3000

// remote are the postcode areas that only a ferry reaches.
var remote = []string{"HS", "KW", "ZE", "IM", "GY", "JE"}

// Price is the price of a parcel in cents.
func Price(p parcel.Parcel) (int, error) {
	if p.Girth() > maxGirth {
		return 0, fmt.Errorf("%w: girth %d mm, at most %d", ErrTooBig, p.Girth(), maxGirth)
	}
	grams, err := p.BillableWeight()
	if err != nil {
		return 0, err
	}
	price := 390 + (grams+999)/1000*110
	if slices.Contains(remote, postcode.Area(normalise(p.To.Postcode))) {
		price += 700
	}
	return price, nil
}

// normalise gives customers' postcodes one form.
func normalise(text string) string {
	var kept []rune
	for _, r := range strings.ToUpper(text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			kept = append(kept, r)
		}
	}
	if len(kept) <= 3 {
		return string(kept)
	}
	split := len(kept) - 3
	return string(kept[:split]) + " " + string(kept[split:])
}
