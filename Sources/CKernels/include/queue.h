// What the kernels of queues work on. A block is 64 runs, a lane 8 of them; a row is one number for every run of a block.
#pragma once
#include <stdint.h>

// Rows that a stream, or a group of streams, has on the board of a month.
enum {
  ck_arrivals,
  ck_follow_ups,
  ck_straight_through,
  ck_withdrawals,
  ck_decisions,
  ck_hours_used,
  ck_on_initial_stock,
  ck_waiting,
  ck_in_term,
  ck_overdue,
  ck_total,
  // The rows above add up over the streams of a group; those below do not.
  ck_summed_rows,
  ck_decided_in_term = ck_summed_rows,
  ck_mean_wait,
  ck_long_wait,
  ck_demand,
  ck_grant,
  ck_board_rows
};

// Where a quantity stands among the current values: its first row, and 1 if it has a row for every class of lodging months, else 0.
// A row below nought says that there is no such quantity.
typedef struct {
  int32_t row;
  int32_t step;
} ck_place;

// The queue of one stream in a block of runs.
//
// Cohorts are kept by lodging month and never move: cohort `offset` was lodged in the first month. For each lane they stand one after
// the other, so that a pass over a queue reads memory in order.
typedef struct {
  double *stock;                // undecided cases, [8 lanes][cohorts][8 runs]
  double *decided;              // this month's decisions in the same shape, but by lane from the head on; nought outside [served_from, served_to)
  int64_t *head;                // by lane: the first cohort that may hold cases
  int64_t *served_from;         // by lane
  int64_t *served_to;           // by lane
  const int32_t *class_of;      // class of each cohort
  const double *values;         // rows of the current values of quantities
  const double *hours;          // rows: hours of a case by class
  const double *inverse_hours;  // rows: their inverses
  double *board;                // ck_board_rows rows
  double *outcomes;             // rows: decisions of the month by outcome
  const ck_place *outcome_shares;
  int64_t outcome_count;
  int64_t cohorts;
  int64_t offset;
  ck_place straight_through;  // share of the newcomers that is decided without caseworkers; none: no share
  ck_place withdrawal;        // share of each older cohort; none: no share
  ck_place lead;    // least number of months before a decision
  ck_place term;    // statutory term in months
  ck_place newest;  // share of the hours for the newest cases; none: every eligible case has the same chance
} ck_queue;

// A flow of cases that follow from events: its row among the results, its slots in the window of past months, and its lags.
typedef struct {
  int32_t result;
  int32_t slots;
  int32_t length;
  int32_t first_lag;
  int32_t lag_count;
} ck_flow;

// The share of cases that come some months after the event.
typedef struct {
  double share;
  int64_t months;
} ck_lag;

// Events of a stream that cost something or cause cases: the row of the amount an event among the values, and one or two rows (the second
// below nought for none) of the board, or one of the outcomes.
typedef struct {
  int32_t amount;
  int32_t is_outcome;
  int32_t row;
  int32_t second_row;
} ck_event;
