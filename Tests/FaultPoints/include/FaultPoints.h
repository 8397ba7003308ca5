// Nothing is called from Swift: the library is loaded into the program under test by LD_PRELOAD. See FaultPoints.c.
