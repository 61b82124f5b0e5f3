# expect: psgsh:InclusionMeasure-addressesBarrier sh:MinCountConstraintComponent
# The measure has no code for “addresses barrier”.
DELETE WHERE { <id/measure/example> psg:addressesBarrier ?value }
