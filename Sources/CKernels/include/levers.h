// How levers change quantities.
#pragma once
#include <stdint.h>

// What an effect does.
enum { ck_set, ck_multiply, ck_add };

// One effect of a lever on a quantity.
typedef struct {
  int32_t operation;
  int32_t lever;   // row among the levers in force
  int32_t size;    // row among the inputs
  int32_t phases;  // where its phases begin: by class of lodging months if it applies by lodging month, else by month
  int32_t is_by_lodging;
} ck_effect;

// A quantity: its base, its effects in their order, its limits, and the rows that it has among the current values.
typedef struct {
  double low;
  double high;
  int32_t first_effect;
  int32_t effect_count;
  int32_t base;     // row among the inputs
  int32_t row;      // first row among the values
  int32_t classes;  // number of rows
} ck_quantity;
