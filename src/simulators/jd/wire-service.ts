import type { ApiCall } from './api.ts';
import { id } from './api.ts';
import { customerExpects, type Service, serviceStatuses } from './shapes.ts';
import { type WireObject, wireDecimal } from './wire-json.ts';
import { orderOf } from './world.ts';

const named = ({ customerExpect, serviceStatus }: Service): WireObject => ({
  customerExpect,
  customerExpectName: customerExpects[customerExpect],
  serviceStatus,
  serviceStatusName: serviceStatuses[serviceStatus],
});

/** A row of the lists of services. */
export function wireBrief({ world }: ApiCall, service: Service): WireObject {
  const order = orderOf(world, service);
  return {
    serviceId: id(service.serviceId),
    applyId: id(service.applyId),
    orderId: id(service.orderId),
    skuId: id(service.skuId),
    ...named(service),
    applyTime: service.applyTime,
    updateDate: service.updateDate,
    freightUpdateDate: service.freightUpdateDate ?? null,
    orderType: 22,
    customerPin: order.pin,
    customerName: order.consigneeInfo.fullname ?? null,
    customerTel: order.consigneeInfo.mobile ?? null,
    wareName: service.wareName,
    questionTypeCid1: service.questionTypeCid1,
    questionTypeCid2: service.questionTypeCid2,
    expressCode: service.expressCode ?? null,
    serviceCount: service.serviceCount,
    actualPayPrice: wireDecimal(service.amount),
    processResult: service.processResult ?? null,
    sysVersion: service.sysVersion,
    remindRespList: null,
    extJsonStr: null,
  };
}

/** What `jingdong.asc.query.view` gives out; it does not know the return parcel. */
export function wireBill(service: Service): WireObject {
  return {
    serviceId: id(service.serviceId),
    applyId: id(service.applyId),
    orderId: id(service.orderId),
    ...named(service),
    applyTime: service.applyTime,
    updateDate: service.updateDate,
    sysVersion: service.sysVersion,
    questionTypeCid1: service.questionTypeCid1,
    questionTypeCid1Name: '商品问题',
    questionTypeCid2: service.questionTypeCid2,
    questionTypeCid2Name: service.questionTypeCid2Name,
    questionDesc: service.questionDesc,
    questionPic: null,
    approveNotes: service.approveNotes ?? null,
    approveReasonCid1: service.approveReasonCid1 ?? null,
    processResult: service.processResult ?? null,
    receiveDate: service.receiveDate ?? null,
    newOrderId: null,
    pickwareType: 40,
    serviceCount: service.serviceCount,
    refundAmt: service.customerExpect === 10 ? wireDecimal(service.amount) : null,
    serviceBillDetailList: [
      {
        serviceDetailId: id(service.applyDetailId) + 1n,
        skuId: id(service.skuId),
        wareName: service.wareName,
        actualPayPrice: wireDecimal(service.amount),
        wareNum: service.serviceCount,
      },
    ],
    applyDetailList: [
      { applyDetailId: id(service.applyDetailId), skuId: id(service.skuId), wareName: service.wareName },
    ],
    afsContactInfo: { contactName: '张**', contactTel: '138****5678', detailAddress: '****' },
  };
}
