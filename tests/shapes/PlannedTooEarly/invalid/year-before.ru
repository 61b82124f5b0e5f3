# expect: psgsh:PlannedTooEarly sh:SPARQLConstraintComponent
# The item is planned for 2026, but depends on one that is planned for 2027.
DELETE WHERE { <id/roadmap-item/example> psg:plannedYear ?year } ;
INSERT DATA { <id/roadmap-item/example> psg:plannedYear 2026 }
