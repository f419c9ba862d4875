// Package parcel describes what is sent, and where.
package parcel

import "errors"

// ErrNoSize is returned for parcels without an extent in every direction.
var ErrNoSize = errors.New("parcel: length, width and height must be positive")

// Address is where a parcel goes.
type Address struct {
	Name     string
	Street   string
	Town     string
	Postcode string
	Country  string // ISO 3166, two letters
}

// Parcel has lengths in millimetres and a weight in grams.
type Parcel struct {
	Length, Width, Height int
	Weight                int
	To                    Address
}

// Girth is the longest side plus the way round the two others, in millimetres.
func (p Parcel) Girth() int {
	longest := max(p.Length, p.Width, p.Height)
	return longest + 2*(p.Length+p.Width+p.Height-longest)
}

// BillableWeight is the larger of weight and volume weight (a gram for 5,000 mm³), in grams.
func (p Parcel) BillableWeight() (int, error) {
	if p.Length <= 0 || p.Width <= 0 || p.Height <= 0 {
		return 0, ErrNoSize
	}
	return max(p.Weight, p.Length*p.Width*p.Height/5000), nil
}
