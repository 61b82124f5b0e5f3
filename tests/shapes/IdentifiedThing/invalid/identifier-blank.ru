# expect: psgsh:IdentifiedThing-identifier sh:PatternConstraintComponent
# The identifier is blank.
DELETE WHERE { <id/cost/example> dct:identifier ?identifier } ;
INSERT DATA { <id/cost/example> dct:identifier " " }
