# expect: psgsh:EncounterPositionRepeated sh:SPARQLConstraintComponent
# Two services stand in the same place of the order.
DELETE DATA { <id/encounter/example-2> psg:position 9 } ;
INSERT DATA { <id/encounter/example-2> psg:position 8 }
