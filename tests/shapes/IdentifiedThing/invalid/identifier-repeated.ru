# expect: psgsh:IdentifiedThing-identifier sh:MaxCountConstraintComponent
# The identified thing has two values of “identifier”.
INSERT DATA { <id/cost/example> dct:identifier "example-2" }
