# expect: psgsh:InclusionMeasure-addressesBarrier sh:NodeConstraintComponent
# The code for “addresses barrier” is not in the code list.
DELETE WHERE { <id/measure/example> psg:addressesBarrier ?value } ;
INSERT DATA { <id/measure/example> psg:addressesBarrier <codelist/inclusion-barrier/unknown> }
