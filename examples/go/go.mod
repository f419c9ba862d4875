module example.com/parcelkit

go 1.22
