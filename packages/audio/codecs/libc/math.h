#pragma once
#define IMPORTED(name) __attribute__((import_module("env"), import_name(#name)))
IMPORTED(sin) double sin(double x);
IMPORTED(cos) double cos(double x);
IMPORTED(exp) double exp(double x);
IMPORTED(log) double log(double x);
IMPORTED(pow) double pow(double x, double y);
double ldexp(double x, int exponent);
static inline double floor(double x) { return __builtin_floor(x); }
static inline double fabs(double x) { return __builtin_fabs(x); }
