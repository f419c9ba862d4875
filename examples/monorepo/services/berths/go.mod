module example.com/harbour/berths

go 1.22
