// Caseload
